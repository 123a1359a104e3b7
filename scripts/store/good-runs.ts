/** A condition in SQL on rows of `run`: a good run, which was counted; a run whose bytes had come before was not. The index run_good has just these. */
export const countedGoodCondition = `run.measured is not null and run.outcome in ('saved', 'unchanged')`

/** A query in SQL: `columns` of the last good run of a feed that was counted; `feed` is a parameter or a column. */
export function lastGoodRun(columns: string, feed: string): string {
  return `select ${columns} from run where run.feed = ${feed} and ${countedGoodCondition} order by run.id desc limit 1`
}
