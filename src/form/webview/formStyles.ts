// The style sheets that every page with fields needs.
import '@vscode-elements/elements-lite/components/button/button.css';
import '@vscode-elements/elements-lite/components/checkbox/checkbox.css';
import '@vscode-elements/elements-lite/components/form-helper/form-helper.css';
import '@vscode-elements/elements-lite/components/label/label.css';
import '@vscode-elements/elements-lite/components/progress-ring/progress-ring.css';
import '@vscode-elements/elements-lite/components/radio/radio.css';
import '@vscode-elements/elements-lite/components/select/select.css';
import '@vscode-elements/elements-lite/components/textfield/textfield.css';
import './page.css';
import './fields.css';
import './review.css';
