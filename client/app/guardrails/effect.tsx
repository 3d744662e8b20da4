import { Ban, type LucideIcon, ShieldCheck, ShieldOff, Stamp } from 'lucide-react'
import type { ApprovalStatus, Policy } from '../../../durable-objects/guardrails/contract.ts'
import { Status, type Tone } from '../ui/status.tsx'

export const EFFECT_WORDS: Readonly<
  Record<Policy['effect'], { word: string; tone: Tone; icon: LucideIcon; says: string }>
> = {
  approve: {
    word: 'Needs approval',
    tone: 'warning',
    icon: Stamp,
    says: 'The command waits until the people below have approved it.',
  },
  deny: {
    word: 'Not allowed',
    tone: 'negative',
    icon: Ban,
    says: 'The command is refused, with the reason.',
  },
  allow: {
    word: 'Exception',
    tone: 'accent',
    icon: ShieldOff,
    says: 'Takes back other policies, where this one applies.',
  },
}

export function Effect({ effect }: { effect: Policy['effect'] }) {
  const { word, tone, icon } = EFFECT_WORDS[effect]
  return (
    <Status tone={tone} icon={icon}>
      {word}
    </Status>
  )
}

const POLICY_STATUS: Readonly<Record<string, { word: string; tone: Tone }>> = {
  active: { word: 'In force', tone: 'positive' },
  retired: { word: 'Retired', tone: 'neutral' },
  superseded: { word: 'Replaced', tone: 'neutral' },
}

export function PolicyStatus({ status }: { status: 'active' | 'retired' | 'superseded' }) {
  const { word = status, tone = 'neutral' } = POLICY_STATUS[status] ?? {}
  return (
    <Status tone={tone} icon={status === 'active' ? ShieldCheck : ShieldOff}>
      {word}
    </Status>
  )
}

const APPROVAL_STATUS: Readonly<Record<ApprovalStatus, { word: string; tone: Tone; icon?: LucideIcon }>> = {
  pending: { word: 'Waiting', tone: 'warning', icon: Stamp },
  executed: { word: 'Carried out', tone: 'positive' },
  failed: { word: 'Failed', tone: 'negative' },
  rejected: { word: 'Rejected', tone: 'negative', icon: Ban },
  withdrawn: { word: 'Taken back', tone: 'neutral' },
  expired: { word: 'Lapsed', tone: 'neutral' },
}

export function ApprovalStatusWord({ status }: { status: ApprovalStatus }) {
  const { word, tone, icon } = APPROVAL_STATUS[status]
  return (
    <Status tone={tone} {...(icon && { icon })}>
      {word}
    </Status>
  )
}
