/// Progress bars, a live page, timelines and metrics of workers.
package io.manyhands.dashboard;
