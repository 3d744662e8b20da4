import { z } from 'zod'

// Zod would try to compile its validators with `new Function`, which the content security policy refuses and reports.
// Must be imported before any schema is made.
z.config({ jitless: true })
