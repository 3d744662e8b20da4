/** The sign of Meridian: a globe with its line of reference. */
export const BrandMark = ({ className = 'size-6' }: { className?: string }) => (
  <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
    <rect width="32" height="32" rx="8" className="fill-accent" />
    <g fill="none" className="stroke-on-accent" strokeWidth="2">
      <circle cx="16" cy="16" r="9" />
      <path d="M16 7c-4.5 5-4.5 13 0 18c4.5-5 4.5-13 0-18" strokeWidth="1.6" />
    </g>
  </svg>
)
