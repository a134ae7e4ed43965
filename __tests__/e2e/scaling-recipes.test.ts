import { scalingRecipes } from './suites/scaling-recipes.js'

scalingRecipes('github')
