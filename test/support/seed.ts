import fc from 'fast-check'

// The same cases in each run, so that a test that passed for a commit passes for it again; SEED=2 npm test tries others.
fc.configureGlobal({ seed: Number(process.env.SEED ?? 1) })
