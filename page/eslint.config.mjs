// SPDX-License-Identifier: BSL-1.0
// What scripts/lint-page asks of page/*.js. scripts/page_script.py relies on semicolons and on no name being undeclared.
const globals = [
    'Array', 'Boolean', 'Float64Array', 'Infinity', 'Intl', 'JSON', 'Map', 'Math', 'Number', 'Object', 'ResizeObserver', 'Set', 'URLSearchParams', 'Uint32Array',
    'Uint8Array', 'clearTimeout', 'document', 'getComputedStyle', 'history', 'location', 'setTimeout', 'undefined',
];
const errors = [
    'array-callback-return', 'consistent-return', 'curly', 'default-case-last', 'eqeqeq', 'no-constant-condition', 'no-dupe-else-if', 'no-dupe-keys', 'no-eval',
    'no-fallthrough', 'no-implied-eval', 'no-loop-func', 'no-new-func', 'no-redeclare', 'no-script-url', 'no-self-assign', 'no-shadow-restricted-names', 'no-undef',
    'no-unreachable', 'no-unsafe-finally', 'no-unused-expressions', 'no-unused-vars', 'no-use-before-define', 'no-useless-return', 'no-var', 'object-shorthand',
    'prefer-const', 'prefer-template', 'semi', 'use-isnan', 'valid-typeof',
];
export default [{
    files: ['page/*.js'],
    languageOptions: {ecmaVersion: 2022, sourceType: 'module', globals: Object.fromEntries(globals.map((name) => [name, 'readonly']))},
    linterOptions: {reportUnusedDisableDirectives: 'error'},
    rules: {
        ...Object.fromEntries(errors.map((rule) => [rule, 'error'])),
        'no-unused-expressions': ['error', {allowShortCircuit: true}],
        'no-use-before-define': ['error', {functions: false, variables: false}],
        'no-restricted-properties': ['error', ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'write', 'srcdoc'].map((property) => ({property, message: 'names are anybody\'s: text nodes only'}))],
    },
}];
