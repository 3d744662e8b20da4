import { setPreferences, usePreferences } from '../lib/preferences.ts'
import { type Shortcut, useShortcutList } from '../lib/shortcuts.ts'
import { Keys } from '../ui/keys.tsx'
import { Dialog } from '../ui/sheet.tsx'

/** Every shortcut of the page that is open, and the switch that turns off those of a single character. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const { singleKeys } = usePreferences()
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose} className="max-w-3xl">
      <div className="gap-8 sm:columns-2">
        {[...grouped(useShortcutList())].map(([group, shortcuts]) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-sm font-semibold">{group}</h3>
            <dl>
              {shortcuts.map(({ keys, label }) => (
                <div
                  key={keys}
                  className="flex items-center justify-between gap-4 border-b border-line py-1.5"
                >
                  <dt>{label}</dt>
                  <dd>
                    <Keys keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label className="flex items-center gap-2 text-muted">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={singleKeys}
          onChange={(event) => setPreferences({ singleKeys: event.target.checked })}
        />
        Shortcuts of single keys (turn off for speech input)
      </label>
    </Dialog>
  )
}

function grouped(shortcuts: readonly Shortcut[]): Map<string, Shortcut[]> {
  const groups = new Map<string, Shortcut[]>()
  for (const shortcut of shortcuts) {
    const group = groups.get(shortcut.group) ?? []
    // A page may offer the same keys in two places; they are listed once.
    if (!group.some(({ keys }) => keys === shortcut.keys)) group.push(shortcut)
    groups.set(shortcut.group, group)
  }
  return groups
}
