/**
 * How many of the last good runs say what is usual. Their median takes no notice of two odd ones (a holiday, a cut list that got through), and a
 * change that lasts is the usual after three.
 */
export const usualRuns = 5
