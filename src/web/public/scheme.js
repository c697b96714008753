// Runs before the first paint, so that a chosen colour scheme never flashes. Same key as shell/scheme.ts.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem('perennial-scheme');
  } catch {
    // Storage may be switched off: then the system decides.
  }
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
