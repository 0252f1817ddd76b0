//! How is what the page knows drawn?
//!
//! Function components with explicit properties. Only these files know the browser's document.

pub(crate) mod app;
mod ask;
mod choose;
mod circumstances;
mod clipboard;
mod default_roles;
mod detail;
mod editor;
mod files;
mod grants;
mod help;
mod icons;
mod keyboard;
mod more;
mod near_misses;
mod notes;
mod paste_box;
mod place;
mod questions;
mod read_files;
mod requests;
mod sheet;
mod slot;
mod tabs;
mod theme;
mod top_bar;
mod tree;
mod tree_denied;
mod tree_row;
mod verdict;
mod who_can;
