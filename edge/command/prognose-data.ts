import path from 'node:path'
import { readAi4i } from '../../datasets/readers/ai4i.ts'
import { nabLabels, readNabSeries, readNabWindows } from '../../datasets/readers/nab.ts'
import { rngFromSeed } from '../../datasets/rng.ts'
import { JidokaError } from '../contract/error.ts'
import type {
  EngineFinding,
  MillingFinding,
  PrognosisKind,
  SeriesFinding,
  SeriesSummary,
} from '../contract/prognosis.ts'
import { hitScore } from '../core/health/hit-score.ts'
import { foldScores, scoreMilling } from '../core/health/milling.ts'
import { scoreSeries } from '../core/health/series-score.ts'
import { isFolder, wholeText } from '../io/text-line.ts'
import { scoreCmapss } from './prognose-cmapss.ts'

/** Something found, to be written on a line of its own. */
type Finding = SeriesFinding | SeriesSummary | MillingFinding | EngineFinding

/** `err` is where a bar may go while it takes long. */
type Score = (place: string, err: NodeJS.WritableStream) => AsyncGenerator<Finding>

/** Scores a public data set; what is found comes line by line, the summary last. @throws {JidokaError} SERIES_INVALID */
export const scoresOf: Readonly<Record<PrognosisKind, Score>> = {
  nab: scoreNab,
  ai4i: scoreAi4i,
  cmapss: scoreCmapss,
}

async function* scoreNab(folder: string): AsyncGenerator<Finding> {
  const labels = path.join(folder, nabLabels)
  const windows = readNabWindows(await wholeText(labels), labels)
  const findings: SeriesFinding[] = []
  for (const [name, of] of windows) {
    const file = path.join(folder, path.basename(name))
    const series = path.basename(name, '.csv')
    const finding = scoreSeries({ series, readings: readNabSeries(await wholeText(file), file), windows: of })
    findings.push(finding)
    yield finding
  }
  const sum = (count: (finding: SeriesFinding) => number) =>
    findings.reduce((total, finding) => total + count(finding), 0)
  const [n, found] = [sum(({ windows: scored }) => scored), sum((finding) => finding.found)]
  const alarmsOutside = sum((finding) => finding.alarmsOutside)
  yield { dataset: 'nab', f1: rounded(hitScore(found, alarmsOutside, n - found).f1), n, found, alarmsOutside }
}

const folds = 5
const repeats = 5

async function* scoreAi4i(place: string): AsyncGenerator<Finding> {
  const file = (await isFolder(place)) ? path.join(place, 'ai4i2020.csv') : place
  const rows = readAi4i(await wholeText(file), file)
  const isTest = ({ udi }: { readonly udi: number }) => udi % folds === 0
  const [learnt, tested] = [rows.filter((row) => !isTest(row)), rows.filter(isTest)]
  const failures = tested.filter(({ isFailure }) => isFailure).length
  if (failures === 0 || !learnt.some(({ isFailure }) => isFailure))
    throw new JidokaError('SERIES_INVALID', `${file} has no failure to learn from or to be tested on.`)
  const { f1, precision, recall } = scoreMilling(learnt, tested)
  const each = [...foldScores(rows, folds, repeats, rngFromSeed(1).fork('ai4i'))]
  const mean = each.reduce((sum, one) => sum + one, 0) / each.length
  const variance = each.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (each.length - 1)
  yield {
    dataset: 'ai4i',
    f1: rounded(f1),
    precision: rounded(precision),
    recall: rounded(recall),
    n: tested.length,
    failures,
    trainRows: learnt.length,
    fiveByFiveF1: rounded(mean),
    fiveByFiveSd: rounded(Math.sqrt(variance)),
  }
}

const rounded = (share: number): number => Math.round(share * 1e4) / 1e4
