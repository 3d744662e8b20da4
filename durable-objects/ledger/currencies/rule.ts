import { isId } from '../../kernel/ids.ts'
import { refuse } from '../../kernel/result.ts'
import type { PostingRule } from '../rules.ts'

/**
 * The two entries of a revaluation stay together: each is already taken back by the other, and one alone would leave value
 * in the books that no item has. What is wrong with a revaluation is put right by revaluing its day again.
 */
const run: ReturnType<PostingRule['begin']> = {
  refuses({ header: { purpose, origin } }) {
    if (purpose !== 'revaluation' || (origin !== undefined && isId('revaluation', origin))) return undefined
    return refuse(
      'revaluation_entry',
      'An entry of a revaluation is not reversed by itself. Correct the rate, or say which accounts are revalued, and revalue the day again: that books the difference.',
    )
  },
}

export const revaluationRule: PostingRule = { begin: () => run }
