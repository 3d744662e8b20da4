import { describeAccessible } from './accessible.ts'

describeAccessible('light')
