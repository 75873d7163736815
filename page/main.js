// SPDX-License-Identifier: BSL-1.0
// Begins: a page that is whole.
document.getElementById('summary').textContent = '';
