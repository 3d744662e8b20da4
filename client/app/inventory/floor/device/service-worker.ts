/** With its service worker the app opens without a connection. Only browsers in which the floor is used install it. */
export function installServiceWorker(): void {
  if (!('serviceWorker' in navigator)) return
  navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => {
    // The development server has none. The floor works without it, as long as its page stays open.
  })
}
