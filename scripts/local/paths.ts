import { resolve } from 'node:path'

export const projectRoot = resolve(import.meta.dirname, '../..')
export const stateFolder = resolve(process.env.MERIDIAN_STATE ?? resolve(projectRoot, '.meridian'))
