import { readFile, writeFile } from 'node:fs/promises'
import { Command } from 'commander'
import { clientMarks, postingMarks, renderReference, replaceBetween } from './config/reference.ts'
import { generatedTypes, renderTypes } from './config/types.ts'
import { main } from './main.ts'
import { readVerbs, renderVerbTable, verbMarks } from './terminal/verbs.ts'

const document = 'clients/README.md'
const house = 'scripts/README.md'

const generate = new Command('generate')
  .description(
    'write what follows from elsewhere: types in scripts/model and the reference in clients/README.md, from the schemas; the verbs in scripts/README.md',
  )
  .addHelpText('after', '\nExamples:\n  npm run generate')
  .action(async () => {
    for (const { schema, types } of generatedTypes) {
      await writeFile(types, await renderTypes(JSON.parse(await readFile(schema, 'utf8')), schema))
      console.log(types)
    }
    const [client, posting] = await Promise.all([readSchema('client'), readSchema('job-posting')])
    const text = await readFile(document, 'utf8')
    const withClient = replaceBetween(clientMarks, text, renderReference(client, 'the client file'))
    await writeFile(document, replaceBetween(postingMarks, withClient, renderReference(posting, 'the posting')))
    console.log(document)
    await writeFile(house, replaceBetween(verbMarks, await readFile(house, 'utf8'), renderVerbTable(await readVerbs())))
    console.log(house)
  })

await main(generate)

async function readSchema(name: string): Promise<Parameters<typeof renderReference>[0]> {
  return JSON.parse(await readFile(`schemas/${name}.schema.json`, 'utf8'))
}
