const STEPS = ['You', 'Organisation', 'Confirm', 'First company'] as const
export type Step = (typeof STEPS)[number]

/** How far the way into Meridian is. */
export function Steps({ current }: { current: Step }) {
  const at = STEPS.indexOf(current)
  return (
    <>
      <ol aria-label="Steps" className="mb-5 grid grid-cols-4 gap-2 max-sm:mb-1">
        {STEPS.map((step, index) => (
          <li
            key={step}
            aria-current={step === current ? 'step' : undefined}
            className={`border-t-2 pt-1.5 text-sm ${index <= at ? 'border-accent' : 'border-line'} ${step === current ? 'font-semibold' : 'text-muted'}`}
          >
            <span className="max-sm:unseen">{step}</span>
            {index < at && <span className="unseen">, done</span>}
          </li>
        ))}
      </ol>
      <p aria-hidden="true" className="mb-4 text-sm font-medium sm:hidden">
        Step {at + 1} of {STEPS.length}: {current}
      </p>
    </>
  )
}
