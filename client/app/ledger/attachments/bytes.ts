const STEPS = ['kilobyte', 'megabyte', 'gigabyte'] as const

/** `1.4 MB`: as much as a person wants to know of a size. */
export function formatBytes(bytes: number, locale?: string): string {
  const step = Math.min(STEPS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3) - 1))
  const format = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: STEPS[step] ?? 'kilobyte',
    maximumFractionDigits: step === 0 ? 0 : 1,
  })
  const size = bytes / 1000 ** (step + 1)
  return format.format(step === 0 ? Math.max(1, Math.round(size)) : size)
}
