import type { ControlProps } from '../../ui/field.tsx'
import { COMMANDS, commandName } from '../names.ts'
import { ValueList } from './value-list.tsx'

const MODULES = [...new Map(COMMANDS.map(({ module, title }) => [module, title]))]

const OPTIONS = [
  { value: '*', label: 'Any command', detail: '*' },
  ...MODULES.map(([module, title]) => ({
    value: `${module}.*`,
    label: `Any command of ${title}`,
    detail: `${module}.*`,
  })),
  ...COMMANDS.map(({ name, summary }) => ({ value: name, label: summary, detail: name })),
]

interface CommandPickerProps {
  label: string
  values: readonly string[]
  onValues: (values: readonly string[]) => void
  control?: ControlProps
}

/** Commands by what they do, as the contracts say it, each with its full name beside it. */
export const CommandPicker = ({ control, ...props }: CommandPickerProps) => (
  <ValueList
    {...props}
    options={OPTIONS}
    nameOf={nameOf}
    placeholder="Add a command…"
    emptyText="No command matches."
    {...(control && { control })}
  />
)

function nameOf(pattern: string): string {
  const text = commandName(pattern).replace(/[“”]/g, '')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
