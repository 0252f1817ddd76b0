//! How is what the page knows drawn?
//!
//! Function components with explicit properties. Only these files know the browser's document.

mod access;
pub(crate) mod app;
mod ask;
mod choose;
mod circumstances;
mod clipboard;
mod default_roles;
mod detail;
mod drawing;
mod editor;
mod examples;
mod files;
mod filter;
mod gate_azure;
mod gate_lists;
mod gate_login;
mod gates;
mod grants;
mod help;
mod icons;
mod keyboard;
mod legend;
mod media;
mod more;
mod near_misses;
mod notes;
mod orders;
mod paste_box;
mod place;
mod questions;
mod read_files;
mod requests;
mod rich;
mod scopes;
mod sheet;
mod slot;
mod theme;
mod top_bar;
mod tree;
mod tree_denied;
mod tree_row;
mod verdict;
mod walk;
mod what_can;
mod who_can;
