import { retentionRecipes } from './suites/retention-recipes.js'

retentionRecipes('github')
