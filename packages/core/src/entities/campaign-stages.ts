/** The steps of a sales conversation by phone, in order. The codes are those of the call scripts' exports. */
export const campaignStages = ['INTRODUCTION', 'NEEDS_ASSESSMENT', 'SOLUTION_PRESENTATION', 'CLOSING'] as const;

export const campaignStageLabels = {
  INTRODUCTION: 'Introduction',
  NEEDS_ASSESSMENT: 'Needs assessment',
  SOLUTION_PRESENTATION: 'Solution presentation',
  CLOSING: 'Closing',
} as const;
