import { useNavigate } from '@tanstack/react-router'
import { ChevronDown, Download, FileUp, ListTree, UserCog } from 'lucide-react'
import { useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuContainer, MenuItem } from '../../ui/menu.tsx'

/** What concerns the chart as a whole. */
export function ChartMenu() {
  const company = useCompanySlug()
  const navigate = useNavigate()
  const mayAdopt = useMay('ledger.AdoptChart')
  const mayImport = useMay('ledger.ImportChart')
  const mayExport = useMay('ledger.ExportChart')
  const params = { company }
  // Within the page's landmark, where readers look for it.
  const [container, setContainer] = useState<HTMLElement | null>(null)
  return (
    <span ref={setContainer}>
      <MenuContainer value={container}>
        <Menu
          align="end"
          trigger={
            <Button>
              Chart <ChevronDown className="size-4" aria-hidden="true" />
            </Button>
          }
        >
          {mayAdopt && (
            <MenuItem onSelect={() => void navigate({ to: '/companies/$company/chart', params })}>
              <ListTree className="size-4 text-muted" aria-hidden="true" /> Adopt a chart
            </MenuItem>
          )}
          <MenuItem onSelect={() => void navigate({ to: '/companies/$company/chart/roles', params })}>
            <UserCog className="size-4 text-muted" aria-hidden="true" /> Roles of accounts
          </MenuItem>
          {mayImport && (
            <MenuItem onSelect={() => void navigate({ to: '/companies/$company/chart/import', params })}>
              <FileUp className="size-4 text-muted" aria-hidden="true" /> Import CSV
            </MenuItem>
          )}
          {mayExport && (
            <MenuItem onSelect={() => location.assign(chartFileAddress(company))}>
              <Download className="size-4 text-muted" aria-hidden="true" /> Export CSV
            </MenuItem>
          )}
        </Menu>
      </MenuContainer>
    </span>
  )
}

/** The whole chart as a file, in the columns that the import takes. */
export const chartFileAddress = (company: string): string =>
  `/v1/companies/${encodeURIComponent(company)}/exports/chart`
