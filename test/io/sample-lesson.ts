import type { Lesson } from '../../edge/contract/lesson.ts'

/** One lesson with a question of each kind. */
export const sampleLesson: Lesson = {
  ...{ id: 'base-rate', number: 1, title: 'Base rate', goal: 'To see it.', minutes: 15, trainer: [] },
  steps: [
    {
      title: 'First',
      blocks: [
        {
          ...{ kind: 'choice', question: 'Which?' },
          options: [
            { text: 'this', isRight: false, because: 'no' },
            { text: 'that', isRight: true, because: 'yes' },
          ],
        },
        { kind: 'number', question: 'How many?', answer: 3, within: 0.5, unit: '', because: 'so' },
        {
          ...{ kind: 'number', question: 'What is it now?', answer: { live: 'accuracy' } },
          ...{ within: 1, unit: '%', because: 'so' },
        },
      ],
    },
  ],
}
