import './retention-recipes.test.js'
