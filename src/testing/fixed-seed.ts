import fc from 'fast-check';

/**
 * Before each file of tests: properties are tried on the same cases every time, so that a test that passed
 * passes again. PROPERTY_SEED=<number> tries them on others.
 */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 25) });
