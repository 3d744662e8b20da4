/**
 * POSIX extended regular expressions, case-insensitive, for `alias /pattern/ = replacement`.
 *
 * The pattern comes from the imported file and runs inside the object that holds a company's books, so it must not
 * be able to stall it: this matcher keeps all alternatives in step (no backtracking) and takes time proportional to
 * text × pattern. Understood: literals, `.`, `[…]` with ranges and classes, `( )`, `|`, `*`, `+`, `?`, `{m,n}`, `^`,
 * `$`, `\b`, `\B`, `\<`, `\>`, escapes. The match is the leftmost longest one.
 */
import type { Refused } from './model.ts'
import { isRefused } from './model.ts'
import type { Node } from './pattern-syntax.ts'
import { bad, parsePattern } from './pattern-syntax.ts'

export type Pattern = {
  program: Instruction[]
  groups: number
  /** In lower case: text without it cannot match. Most aliases name an account, and most accounts are others. */
  required: string
}

/** Steps that matching may still take, shared by all patterns of a file. Below zero, results mean nothing. */
export type StepBudget = { left: number }

type Instruction =
  | { op: 'char'; matches: (c: string) => boolean }
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { op: 'save'; slot: number }
  | { op: 'assert'; holds: (text: string, at: number) => boolean }
  | { op: 'match' }

/** Instructions of one pattern: bounds the time of a match and what `{m,n}` can unfold to. */
const programMax = 250

/** Refusal: `invalid_pattern`. */
export const compilePattern = (source: string): Pattern | Refused => {
  const parsed = parsePattern(source)
  if (isRefused(parsed)) return parsed
  const { node, groups } = parsed
  const program: Instruction[] = []
  const whole: Node = { kind: 'group', index: 0, node }
  if (!emit(whole, program)) return bad(`it is longer than ${programMax} steps`)
  program.push({ op: 'match' })
  return { program, groups: groups + 1, required: requiredText(node) }
}

/** Replaces every match. `\1` … `\9` in the replacement stand for groups, `\0` for the whole match. */
export const replaceAll = (
  pattern: Pattern,
  text: string,
  replacement: string,
  budget: StepBudget,
): string => {
  if (pattern.required !== '' && !text.toLowerCase().includes(pattern.required)) return text
  let result = ''
  let from = 0
  while (from <= text.length) {
    const found = budget.left < 0 ? null : findFrom(pattern, text, from, budget)
    if (found === null) break
    const start = found[0] ?? from
    const end = found[1] ?? start
    result += text.slice(from, start) + expand(replacement, text, found)
    if (end === start) {
      result += text.slice(end, end + 1)
      from = end + 1
    } else from = end
  }
  return result + text.slice(from)
}

/** The longest run of plain ASCII characters that every match contains. */
const requiredText = (node: Node): string => {
  let best = ''
  let run = ''
  for (const part of node.kind === 'sequence' ? node.nodes : [node]) {
    const isPlain = part.kind === 'char' && part.literal !== undefined && part.literal < '\u0080'
    if (part.kind === 'char' && isPlain) run += part.literal ?? ''
    // An assertion reads nothing, so it does not part what stands around it.
    else if (part.kind !== 'assert') run = ''
    const inner = part.kind === 'group' ? requiredText(part.node) : run
    if (inner.length > best.length) best = inner
  }
  return best
}

const expand = (replacement: string, text: string, slots: number[]): string =>
  replacement.replace(/\\([0-9])/g, (_, digit: string) => {
    const start = slots[2 * Number(digit)]
    const end = slots[2 * Number(digit) + 1]
    return start === undefined || end === undefined || start < 0 ? '' : text.slice(start, end)
  })

type Thread = { at: number; slots: number[] }

/** The leftmost longest match at or after `from`: its group positions, or null. */
const findFrom = (pattern: Pattern, text: string, from: number, budget: StepBudget): number[] | null => {
  const { program } = pattern
  let threads: Thread[] = []
  let best: number[] | null = null
  // Marks the steps already reached at a position; never cleared, since each position has its own mark.
  const seen = new Uint32Array(program.length)
  for (let position = from; ; position++) {
    const ready: Thread[] = []
    const reached = { at: position, mark: position - from + 1, seen, ready, budget }
    for (const thread of threads) follow(program, thread, text, reached)
    if (best === null) {
      const slots: number[] = new Array(2 * pattern.groups).fill(-1)
      follow(program, { at: 0, slots }, text, reached)
    }
    threads = []
    const c = text.charAt(position)
    for (const thread of ready) {
      const start = thread.slots[0] ?? 0
      if (best !== null && start > (best[0] ?? 0)) continue
      const step = program[thread.at]
      if (step?.op === 'match') {
        if (best === null || start < (best[0] ?? 0) || position > (best[1] ?? 0)) best = thread.slots
      } else if (step?.op === 'char' && position < text.length && step.matches(c)) {
        threads.push({ at: thread.at + 1, slots: thread.slots })
      }
    }
    if (position >= text.length || budget.left < 0 || (threads.length === 0 && best !== null)) return best
  }
}

type Reached = { at: number; mark: number; seen: Uint32Array; ready: Thread[]; budget: StepBudget }

/** Follows the steps that read no character, from one thread, to every step that does. */
const follow = (program: Instruction[], from: Thread, text: string, reached: Reached): void => {
  const { at, mark, seen, ready, budget } = reached
  const stack = [from]
  for (let thread = stack.pop(); thread !== undefined; thread = stack.pop()) {
    budget.left--
    if (seen[thread.at] === mark) continue
    seen[thread.at] = mark
    const step = program[thread.at]
    if (step === undefined) continue
    if (step.op === 'jump') stack.push({ at: step.to, slots: thread.slots })
    else if (step.op === 'split') {
      stack.push({ at: step.second, slots: thread.slots }, { at: step.first, slots: thread.slots })
    } else if (step.op === 'save') {
      const slots = thread.slots.slice()
      slots[step.slot] = at
      stack.push({ at: thread.at + 1, slots })
    } else if (step.op === 'assert') {
      if (step.holds(text, at)) stack.push({ at: thread.at + 1, slots: thread.slots })
    } else ready.push(thread)
  }
}

/** Appends the steps of a node; false when the program would grow past its limit. */
const emit = (node: Node, program: Instruction[]): boolean => {
  if (program.length > programMax) return false
  if (node.kind === 'char') program.push({ op: 'char', matches: node.matches })
  else if (node.kind === 'assert') program.push({ op: 'assert', holds: node.holds })
  else if (node.kind === 'sequence') return node.nodes.every((part) => emit(part, program))
  else if (node.kind === 'group') {
    program.push({ op: 'save', slot: 2 * node.index })
    if (!emit(node.node, program)) return false
    program.push({ op: 'save', slot: 2 * node.index + 1 })
  } else if (node.kind === 'choice') return emitChoice(node.nodes, program)
  else if (node.kind === 'repeat') return emitRepeat(node, program)
  return true
}

const emitChoice = (nodes: Node[], program: Instruction[]): boolean => {
  const ends: { op: 'jump'; to: number }[] = []
  for (const [i, node] of nodes.entries()) {
    const split = { op: 'split' as const, first: 0, second: 0 }
    if (i < nodes.length - 1) {
      program.push(split)
      split.first = program.length
    }
    if (!emit(node, program)) return false
    if (i < nodes.length - 1) {
      const end = { op: 'jump' as const, to: 0 }
      ends.push(end)
      program.push(end)
      split.second = program.length
    }
  }
  for (const end of ends) end.to = program.length
  return true
}

const emitRepeat = (node: { node: Node; min: number; max: number }, program: Instruction[]): boolean => {
  for (let i = 0; i < node.min; i++) if (!emit(node.node, program)) return false
  if (node.max === Number.POSITIVE_INFINITY) {
    const split = { op: 'split' as const, first: program.length + 1, second: 0 }
    const start = program.length
    program.push(split)
    if (!emit(node.node, program)) return false
    program.push({ op: 'jump', to: start })
    split.second = program.length
    return true
  }
  for (let i = node.min; i < node.max; i++) {
    const split = { op: 'split' as const, first: program.length + 1, second: 0 }
    program.push(split)
    if (!emit(node.node, program)) return false
    split.second = program.length
  }
  return true
}
