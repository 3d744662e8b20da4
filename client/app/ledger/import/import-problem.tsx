import { SplitError } from '../../../sdk/import/units.ts'
import { Notice, ProblemNotice } from '../../ui/feedback.tsx'

/** What went wrong with a file: some of it is found here, before anything is sent. */
export const ImportProblem = ({ error }: { error: unknown }) =>
  error instanceof SplitError ? (
    <Notice>
      <span>{error.message}</span>
    </Notice>
  ) : (
    <ProblemNotice error={error} />
  )
