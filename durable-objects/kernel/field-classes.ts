/**
 * Classes of fields that are masked for whoever lacks the grant `field:<class>`. A contract marks a field of a view with
 * `.meta({ sensitive: '<class>' })`; `kernel/masking.ts` does the rest.
 */
export const FIELD_CLASSES = {
  'bank-details': {
    title: 'Bank details',
    description: 'Account numbers that money is paid to: the first thing an attacker changes.',
  },
  salaries: {
    title: 'Salaries',
    description: 'Amounts from which the pay of a person can be seen, such as balances of payroll accounts.',
  },
  costs: {
    title: 'Cost prices',
    description: 'What goods cost the company, and the value of what is in stock.',
  },
} as const

export type FieldClass = keyof typeof FIELD_CLASSES
