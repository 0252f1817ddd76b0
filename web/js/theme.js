// Before the first paint: the theme that was chosen, if one was. The page writes the same key.
try {
  const theme = localStorage.getItem("aksess-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing for this page uses the system's colours.
}
