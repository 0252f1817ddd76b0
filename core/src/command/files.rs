//! Which objects do the files of a line hold?
//!
//! `-f` names files, folders or the standard input. What they hold is known when they are among the
//! documents, or when the text stands in the line's here-document or simply below the line.
//!
//! *Invariants.* What a file holds is never guessed: an unknown file is a problem at its name.

use super::Manifest;
use super::kinds;
use super::objects;
use super::target::{Reader, Target};
use super::words::Word;

/// The most files of a line that are looked for.
const MAX_FILES: usize = 100;

impl Reader<'_> {
    /// The objects of the files that `-f` names.
    pub(super) fn files(&mut self) -> Vec<Target> {
        let mut targets = Vec::new();
        let files: Vec<Word> = self
            .arguments
            .values("filename")
            .take(MAX_FILES)
            .cloned()
            .collect();
        for file in &files {
            let found = self.file(file);
            if found.is_empty() {
                self.pasted.problem(
                    file.span(),
                    format!(
                        "what `{}` holds is not known here; add it to the documents under that name, or \
                         paste its text below the line",
                        file.text
                    ),
                );
            }
            for object in found {
                targets.extend(self.object(object, file));
            }
        }
        if let Some(folder) = self.arguments.value("kustomize").cloned() {
            let message = "what a kustomization builds is not known here; paste the output of \
                           `kubectl kustomize` below the line and use `-f -`";
            self.pasted.problem(folder.span(), message);
        }
        targets
    }

    fn file(&self, file: &Word) -> Vec<Manifest> {
        let name = match (file.text.as_str(), self.stdin.text, self.stdin.file) {
            ("-", Some(text), _) => return objects::manifests(text),
            ("-", None, Some(file)) => file,
            (name, ..) => name,
        };
        let bare = name.trim_start_matches("./").trim_end_matches('/');
        let objects = self.context.objects.iter();
        let named: Vec<Manifest> = objects
            .filter(|object| {
                let file = object.file.trim_start_matches("./");
                file == bare
                    || file
                        .strip_prefix(bare)
                        .is_some_and(|rest| rest.starts_with('/'))
            })
            .cloned()
            .collect();
        match (named.is_empty(), self.stdin.text) {
            (true, Some(text)) if !name.is_empty() => objects::manifests(text),
            _ => named,
        }
    }

    fn object(&mut self, object: Manifest, file: &Word) -> Option<Target> {
        let kinds = &self.context.kinds;
        let Some(kind) = kinds::of_object(&object.api_version, &object.kind, kinds) else {
            self.pasted.problem(
                file.span(),
                format!(
                    "the kind `{}` of `{}` is not known here; add its CustomResourceDefinition to the \
                     documents",
                    object.kind, object.api_version
                ),
            );
            return None;
        };
        let namespace = match object.namespace.as_str() {
            _ if !kind.is_namespaced() => "",
            "" => self.namespace,
            namespace => namespace,
        };
        Some(Target {
            role_ref: object.role_ref,
            ..Target::named(kind, namespace, &object.name)
        })
    }
}
