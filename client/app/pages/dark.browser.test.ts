import { describeAccessible } from './accessible.ts'

describeAccessible('dark')
