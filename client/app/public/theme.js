// Runs before the first paint, so that a dark page never flashes white. A file of its own because the content security
// policy refuses inline scripts. `lib/preferences.ts` owns the format and takes over once the app has loaded.
;(() => {
  let saved = {}
  try {
    saved = JSON.parse(localStorage.getItem('meridian.preferences')) ?? {}
  } catch {
    // Storage may be blocked or hold something else; the defaults are fine.
  }
  const isDark =
    saved.theme === 'dark' || (saved.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
  document.documentElement.dataset.density = saved.density === 'compact' ? 'compact' : 'comfortable'
})()
