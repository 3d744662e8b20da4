import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { toast } from '../../ui/toast.tsx'
import { DocumentLink } from './links.tsx'
import type { StockDocument } from './queries.ts'

/** What follows once a document is recorded: it is said, and shown, or another is begun. */
export function useRecorded() {
  const company = useCompanySlug()
  const navigate = useNavigate()
  return useCallback(
    async ({ id, voucher, adjusted }: StockDocument, then: 'show' | 'another' | 'stay') => {
      toast(
        <>
          <DocumentLink
            company={company}
            document={id}
            className="font-medium text-accent underline underline-offset-2"
          >
            {voucher}
          </DocumentLink>{' '}
          is recorded.
          {adjusted && adjusted.moves > 0 && ` ${movesText(adjusted.moves)} cost something else now.`}
        </>,
      )
      if (then === 'show')
        await navigate({
          to: '/companies/$company/stock/documents/$document',
          params: { company, document: id },
        })
    },
    [company, navigate],
  )
}

const movesText = (moves: number) => (moves === 1 ? '1 later move' : `${moves} later moves`)
