import { useNavigate } from '@tanstack/react-router'
import { ChevronDown, Grid3x3, Plus } from 'lucide-react'
import { useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { may, useSession } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuContainer, MenuItem } from '../../ui/menu.tsx'
import { NEW_KINDS, OPERATION_OF } from './kinds.ts'
import { KINDS } from './names.ts'

/** The kinds of documents that the person may write. */
export function NewMenu({ label, variant = 'primary' }: { label: string; variant?: 'primary' | 'ghost' }) {
  const company = useCompanySlug()
  const navigate = useNavigate()
  const session = useSession()
  const kinds = NEW_KINDS.filter((kind) => may(session, OPERATION_OF[kind]))
  // The menu opens inside the page's main part.
  const [container, setContainer] = useState<HTMLElement | null>(null)
  if (kinds.length === 0) return null
  return (
    <span ref={setContainer}>
      <MenuContainer value={container}>
        <Menu
          align="end"
          trigger={
            <Button variant={variant}>
              {variant === 'primary' && <Plus className="size-4" aria-hidden="true" />}
              {label}
              <ChevronDown className="size-4" aria-hidden="true" />
            </Button>
          }
        >
          {kinds.map((kind) => {
            const { name, icon: Icon } = KINDS[kind]
            return (
              <MenuItem
                key={kind}
                onSelect={() =>
                  void navigate({
                    to: '/companies/$company/stock/documents/new',
                    params: { company },
                    search: { kind },
                  })
                }
              >
                <Icon className="size-4 text-muted" aria-hidden="true" />
                {name}
              </MenuItem>
            )
          })}
          {may(session, 'stock.AdjustStock') && (
            <MenuItem
              onSelect={() => void navigate({ to: '/companies/$company/stock/adjust', params: { company } })}
            >
              <Grid3x3 className="size-4 text-muted" aria-hidden="true" />
              Adjustments in a grid
            </MenuItem>
          )}
        </Menu>
      </MenuContainer>
    </span>
  )
}
