import './scaling-recipes.test.js'
