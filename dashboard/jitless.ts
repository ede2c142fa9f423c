import { z } from 'zod'

// The content security policy forbids eval, which zod probes for when the first schema is made: imported first of all.
z.config({ jitless: true })
