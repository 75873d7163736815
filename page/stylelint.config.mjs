// SPDX-License-Identifier: BSL-1.0
// What scripts/lint-page asks of page/report.css.
const rules = [
    'annotation-no-unknown', 'at-rule-no-unknown', 'block-no-empty', 'color-no-invalid-hex', 'custom-property-no-missing-var-function',
    'declaration-block-no-duplicate-custom-properties', 'declaration-block-no-duplicate-properties', 'declaration-block-no-shorthand-property-overrides',
    'declaration-property-value-no-unknown', 'font-family-no-duplicate-names', 'font-family-no-missing-generic-family-keyword', 'function-calc-no-unspaced-operator', 'function-no-unknown',
    'function-url-scheme-allowed-list', 'keyframe-block-no-duplicate-selectors', 'media-feature-name-no-unknown', 'named-grid-areas-no-invalid', 'no-duplicate-selectors', 'no-empty-source',
    'no-invalid-position-at-import-rule', 'property-no-unknown', 'selector-pseudo-class-no-unknown', 'selector-pseudo-element-no-unknown',
    'selector-type-no-unknown', 'string-no-newline', 'unit-no-unknown',
];
export default {
    reportNeedlessDisables: true,
    rules: {...Object.fromEntries(rules.map((rule) => [rule, true])), 'function-url-scheme-allowed-list': ['data'], 'selector-type-no-unknown': [true, {ignoreTypes: []}]},
};
