import { expect, it } from 'vitest'
import * as main from './index.ts'
import * as openFeature from './openfeature/evenkeel-provider.ts'
import * as telemetry from './telemetry/index.ts'
import * as openFeatureWeb from './openfeature-web/index.ts'
import * as react from './react/index.ts'
import * as testing from './testing/index.ts'

it('exports what it promises and nothing else', () => {
  expect(Object.keys(main).sort()).toEqual(['SdkError', 'createClient'])
  expect(Object.keys(openFeature)).toEqual(['EvenkeelProvider'])
  expect(Object.keys(telemetry).sort()).toEqual(['evaluationEvents', 'exposures'])
  expect(Object.keys(openFeatureWeb)).toEqual(['EvenkeelWebProvider'])
  expect(Object.keys(react).sort()).toEqual([
    'EvenkeelProvider',
    'useFlag',
    'useFlagDetails',
    'useSuspenseFlag',
  ])
  expect(Object.keys(testing)).toEqual(['inMemorySource'])
})
