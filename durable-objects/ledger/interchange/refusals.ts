/** Constructs of journal files that book nothing here and are refused by name, each with its way out. */
import { refuse } from './model.ts'

const wayOut = new Map<string, [code: string, detail: string]>([
  [
    'include',
    ['include_directive', 'Other files are not read. Paste the included file here, or import it by itself.'],
  ],
  [
    '~',
    ['periodic_transaction', 'Periodic rules book nothing. Write out the transactions, or remove the rule.'],
  ],
  ['=', ['auto_posting_rule', 'Automated postings are not generated. Write them out, or remove the rule.']],
  ['timeclock', ['timeclock_entry', 'Timeclock entries are not accounting entries. Remove the line.']],
  ['--', ['option_line', 'Command options have no meaning here. Remove the line.']],
  ['eval', ['expression_directive', 'Expressions are not evaluated. Remove the directive.']],
  ['expr', ['expression_directive', 'Expressions are not evaluated. Remove the directive.']],
  ['value', ['expression_directive', 'Expressions are not evaluated. Remove the directive.']],
  ['define', ['expression_directive', 'Definitions are not evaluated. Write their values out.']],
  ['def', ['expression_directive', 'Definitions are not evaluated. Write their values out.']],
  [
    'assert',
    ['expression_directive', 'Expressions are not evaluated. Write a balance assertion on a posting.'],
  ],
  [
    'check',
    ['expression_directive', 'Expressions are not evaluated. Write a balance assertion on a posting.'],
  ],
  ['python', ['python_directive', 'Code in the file is not run. Remove the block.']],
  ['import', ['python_directive', 'Code in the file is not run. Remove the line.']],
  ['test', ['test_block', 'Test blocks are not read. Remove the block.']],
  ['bucket', ['default_account', 'A default account would add postings unseen. Write the postings out.']],
  ['A', ['default_account', 'A default account would add postings unseen. Write the postings out.']],
  ['capture', ['capture_directive', 'Accounts are not rewritten by payee. Write the accounts out.']],
  ['apply fixed', ['apply_directive', 'Fixed prices are not applied. Write the cost on each posting.']],
  ['apply tag', ['apply_directive', 'Tags are not applied to a block. Write the tag on each transaction.']],
  ['apply rate', ['apply_directive', 'Fixed prices are not applied. Write the cost on each posting.']],
  ['end', ['unknown_directive', 'Nothing is open that this line would end. Remove the line.']],
  [
    'apply',
    ['apply_directive', 'Only apply account and apply year are understood. Write out what it would add.'],
  ],
])

/** By keyword, or by the mark a line starts with. */
export const refusedConstructs = new Map(
  [...wayOut].map(([name, [code, detail]]) => [name, refuse(code, detail)]),
)
