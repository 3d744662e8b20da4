/** In place of a figure that the person's role does not include. */
export const Hidden = () => (
  <span className="text-faint" title="Your role does not include this figure.">
    Hidden
  </span>
)
