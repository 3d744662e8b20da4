import { keyCaps } from '../lib/shortcuts.ts'

/** The keys of a shortcut, as on this computer's keyboard. */
export const Keys = ({ keys, className = '' }: { keys: string; className?: string }) => (
  <span className={`inline-flex gap-1 ${className}`}>
    {keyCaps(keys).map((cap, index) => (
      <kbd
        // biome-ignore lint/suspicious/noArrayIndexKey: the same key may come twice, in a fixed order
        key={index}
        className="min-w-5 rounded border border-line bg-sunken px-1 text-center font-sans text-xs leading-5 text-muted"
      >
        {cap}
      </kbd>
    ))}
  </span>
)
