import { useQuery } from '@tanstack/react-query'
import { useCompany } from '../../company/queries.ts'
import { Select } from '../../ui/field.tsx'
import { Section } from '../../ui/section.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { journalsQuery } from '../queries.ts'
import { type FileJournal, type Settings, withJournal } from './settings.ts'

interface FileJournalsProps {
  journals: readonly FileJournal[]
  settings: Settings
  onSettings: (settings: Settings) => void
}

/** Which journal of the file becomes which of ours. */
export function FileJournals({ journals, settings, onSettings }: FileJournalsProps) {
  const { slug } = useCompany()
  const ours = (useQuery(journalsQuery(slug)).data ?? []).filter(({ isActive }) => isActive)
  const given = settings.options.journals ?? {}
  return (
    <Section title="Journals" description="What the journals of the file become.">
      <Table aria-label="Journals of the file" className="table-fixed">
        <thead>
          <tr>
            <HeadCell className="static! w-2/5 bg-transparent!">In the file</HeadCell>
            <HeadCell className="static! bg-transparent!">In your books</HeadCell>
          </tr>
        </thead>
        <tbody>
          {journals.map(({ code, name, journal, isNew }) => {
            const own = given[code] === undefined ? journal : null
            return (
              <tr key={code}>
                <RowHead className="wrap-anywhere">
                  <span className="text-muted">{code}</span> {name}
                </RowHead>
                <Cell>
                  <Select
                    aria-label={`Journal for ${code}`}
                    value={given[code] ?? ''}
                    onValue={(value) => onSettings(withJournal(settings, code, value))}
                  >
                    <option value="">
                      {own === null ? 'Choose…' : isNew ? `Open it as ${own}` : `${own}, as in the file`}
                    </option>
                    {ours.map((each) => (
                      <option key={each.code} value={each.code}>
                        {each.code} {each.name}
                      </option>
                    ))}
                  </Select>
                </Cell>
              </tr>
            )
          })}
        </tbody>
      </Table>
    </Section>
  )
}
