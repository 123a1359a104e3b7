import { readFile, writeFile } from 'node:fs/promises'
import { Command } from 'commander'
import { generatedTypes, renderTypes } from './config/types.ts'
import { main } from './main.ts'

const generate = new Command('generate')
  .description('write the types that the schemas give (scripts/model/client.ts, posting.ts)')
  .action(async () => {
    for (const { schema, types } of generatedTypes) {
      await writeFile(types, await renderTypes(JSON.parse(await readFile(schema, 'utf8')), schema))
      console.log(types)
    }
  })

await main(generate)
