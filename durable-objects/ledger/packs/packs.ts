import { CHART_PACKS, type ChartPack } from '../contract.ts'
import { au } from './au.ts'
import { ch } from './ch.ts'
import { deSkr03 } from './de-skr03.ts'
import { deSkr04 } from './de-skr04.ts'
import { frPcg } from './fr-pcg.ts'
import { gb } from './gb.ts'
import { ifrs } from './ifrs.ts'
import { india } from './in.ts'
import { nl } from './nl.ts'
import type { Pack } from './pack.ts'
import { us } from './us.ts'
import { za } from './za.ts'

const ALL: Readonly<Record<ChartPack, Pack>> = {
  ifrs,
  gb,
  'de-skr03': deSkr03,
  'de-skr04': deSkr04,
  'fr-pcg': frPcg,
  nl,
  us,
  in: india,
  au,
  za,
  ch,
}

/** Every chart that a company may begin with. They are texts until somebody asks for their accounts. */
export const packs = (): Pack[] => CHART_PACKS.map((code) => ALL[code])

export const packOf = (code: ChartPack): Pack => ALL[code]

export const findPack = (code: string): Pack | undefined => packs().find((each) => each.code === code)
