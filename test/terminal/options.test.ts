import { join, resolve } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { describe, expect, it } from 'vitest'
import { databaseOption, filePath, portNumber, runNumber, webAddress, wholeNumber } from '../../scripts/terminal/options.ts'

const database = (text: string) =>
  new Command()
    .exitOverride()
    .configureOutput({ writeErr() {} })
    .addOption(databaseOption())
    .parse(['--database', text], { from: 'user' })
    .opts().database

describe('parsers of options', () => {
  it.each<[string, (text: string) => unknown, string, unknown]>([
    ['a path', filePath(), 'out/changes.json', 'out/changes.json'],
    ['a path from where the person stands', filePath(resolve('clients/samples')), '../acme.yaml', join('clients', 'acme.yaml')],
    ['a path from outside the repository', filePath(resolve('..')), 'acme.yaml', join('..', 'acme.yaml')],
    ['an absolute path', filePath(resolve('clients')), resolve('acme.yaml'), resolve('acme.yaml')],
    ['standard output', filePath(resolve('clients')), '-', '-'],
    ['an address', webAddress, 'https://jobs.acme.example', 'https://jobs.acme.example'],
    ['a local address', webAddress, 'http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['a number', wholeNumber(1), '12', 12],
    ['a run', runNumber, '4711', '4711'],
    ['a free port', portNumber, '0', 0],
    ['a database', database, 'postgres://postgres@127.0.0.1:5432/jobs', 'postgres://postgres@127.0.0.1:5432/jobs'],
    ['a database by the longer scheme', database, 'postgresql://host/jobs', 'postgresql://host/jobs'],
    ['a database at a socket', database, 'socket:/var/run/postgresql?db=jobs', 'socket:/var/run/postgresql?db=jobs'],
  ])('take %s', (_, parse, text, value) => {
    expect(parse(text)).toBe(value)
  })

  it.each<[string, (text: string) => unknown, string, string]>([
    ['an empty path', filePath(), '', 'expected a path, found an empty text'],
    ['an address without a scheme', webAddress, 'jobs.acme.example', 'expected an http or https URL'],
    ['an address of another scheme', webAddress, 'localhost:8080', 'expected an http or https URL'],
    ['an empty address', webAddress, '', 'expected an http or https URL'],
    ['a run by its feed', runNumber, 'acme/jobs', 'expected the number of a run'],
    ['a run of too many digits', runNumber, '1234567890123456789', 'expected the number of a run'],
    ['a number below the least', wholeNumber(1), '0', 'expected a whole number from 1'],
    ['a part of a number', wholeNumber(1), '1.5', 'expected a whole number from 1'],
    ['a number above the most', wholeNumber(1, 100), '101', 'expected a whole number from 1 to 100'],
    ['an empty number', wholeNumber(0), '', 'expected a whole number from 0'],
  ])('refuse %s', (_, parse, text, message) => {
    expect(() => parse(text)).toThrow(InvalidArgumentError)
    expect(() => parse(text)).toThrow(message)
  })

  // pg would take the first for the name of a database, and the local database would stand in for the second.
  it.each(['staging', '', 'https://db.acme.example'])('refuse the database %j', (text) => {
    expect(() => database(text)).toThrow('expected a URL such as postgres://user@host:5432/name')
  })
})
