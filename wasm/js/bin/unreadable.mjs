// Why can a file not be read or written?

import { Mistake } from "./output.mjs";

const WORDS = {
  ENOENT: "there is no such file",
  EACCES: "it may not be read",
  EPERM: "that is not permitted",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is not a folder",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "this name is too long",
  ENOSPC: "there is no space left",
  EROFS: "nothing may be written there",
  EMFILE: "too many files are open",
  ERR_FS_FILE_TOO_LARGE: "it is too large",
  ERR_STRING_TOO_LONG: "it is too large",
};

/** What the system said about a path, as a mistake; another error as it is. */
export function unreadable(path, error) {
  return error.code ? new Mistake(`${path}: ${reason(error)}`) : error;
}

/** What the system said. */
export function reason({ code }) {
  return WORDS[code] ?? code;
}
