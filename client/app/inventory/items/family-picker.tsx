import { type ComponentProps, useMemo, useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { Combobox } from '../../ui/combobox.tsx'
import { treeOf } from './families.ts'
import { useFamilies } from './queries.ts'

type FamilyPickerProps = Omit<
  ComponentProps<typeof Combobox>,
  'display' | 'text' | 'onText' | 'options' | 'emptyText'
> & {
  /** A family that cannot be meant: none stands below itself. */
  except?: string | undefined
}

const OPTIONS_MAX = 100

/** Chooses a family of items by code or name. */
export function FamilyPicker({ except, ...props }: FamilyPickerProps) {
  const [text, setText] = useState<string>()
  const { families, byCode } = useFamilies(useCompanySlug())
  const offered = useMemo(
    () => treeOf(families.filter(({ isActive, code }) => isActive && code !== except)),
    [families, except],
  )
  const words = (text ?? '').trim().toLocaleLowerCase().split(/\s+/)
  const found = offered.filter(({ family: { code, name } }) =>
    words.every((word) => `${code} ${name}`.toLocaleLowerCase().includes(word)),
  )
  const chosen = byCode.get(props.value)
  return (
    <Combobox
      placeholder="None"
      {...props}
      display={chosen ? chosen.name : props.value}
      text={text}
      onText={setText}
      options={found.slice(0, OPTIONS_MAX).map(({ family: { code, name }, depth }) => ({
        value: code,
        label: `${'\u2003'.repeat(text ? 0 : depth)}${name}`,
        detail: code,
      }))}
      emptyText={families.length === 0 ? 'No families yet.' : 'No family matches.'}
    />
  )
}
