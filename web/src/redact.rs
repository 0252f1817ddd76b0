//! How do documents lose their names and keep their meaning?
