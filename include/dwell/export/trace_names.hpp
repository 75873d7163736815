// SPDX-License-Identifier: BSL-1.0
// Names of events that a reader of traces takes for its own.
#ifndef DWELL_EXPORT_TRACE_NAMES_HPP
#define DWELL_EXPORT_TRACE_NAMES_HPP

#include <dwell/core/config.hpp>

#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Names by which DevTools or the Firefox Profiler find events of a browser, each between two line ends. They expect
/// arguments there that no other program's event has, and refuse the whole trace. tests/consumers tries every name that
/// DevTools's engine knows.
inline constexpr std::string_view reserved_trace_names =
    "\nAbortPostTaskCallback\nActivateLayerTree\nAuctionWorkletDoneWithProcess\nAuctionWorkletRunningInProcess"
    "\nBeginMainThreadFrame\nBeginRemoteFontLoad\nCommitLoad\nCompositeLayers\nCpuProfile\nDOMStats\nDrawFrame"
    "\nEventTiming\nFireIdleCallback\nFrameCommittedInBrowser\nFunctionCall\nInteractiveTime\nInvalidateLayout"
    "\nLargestImagePaint::Candidate\nLargestTextPaint::Candidate\nLayoutInvalidationTracking\nLayoutShift"
    "\nMarkDOMContent\nMarkLoad\nMetaCharsetCheck\nNeedsBeginFrameChanged\nPaint\nPaintImage"
    "\nPaintTimingVisualizer::Viewport\nParseHTML\nPipelineReporter\nPreloadRenderBlockingStatusChange\nProfile"
    "\nProfileChunk\nRenderFrameHostImpl::DidCommitSameDocumentNavigation\nRequestIdleCallback"
    "\nRequestMainThreadFrame\nResourceChangePriority\nResourceFinish\nResourceMarkAsCached\nResourceReceiveResponse"
    "\nResourceReceivedData\nResourceSendRequest\nResourceWillSendRequest\nRunPostTaskCallback"
    "\nSchedulePostTaskCallback\nScheduleStyleInvalidationTracking\nScheduleStyleRecalculation\nScreenshot"
    "\nScriptCatchup\nSetLayerTreeId\nSoftNavigationStart\nStyleInvalidatorInvalidationTracking"
    "\nStyleRecalcInvalidationTracking\nSyntheticNetworkRequest\nTimeStamp\nTimerFire\nTimerInstall"
    "\nTracingSessionIdForWorker\nTracingStartedInBrowser\nTracingStartedInPage\nUpdateLayoutTree\nUserTiming::Measure"
    "\nWebSocketCreate\nWebSocketDestroy\nWebSocketReceive\nWebSocketReceiveHandshakeResponse\nWebSocketSend"
    "\nWebSocketSendHandshakeRequest\nfirstContentfulPaint\nfirstPaint\nlargestContentfulPaint::Candidate"
    "\nlargestContentfulPaint::CandidateForSoftNavigation\nnavigationStart\nprocess_labels\nprocess_name"
    "\nprocess_sort_index\nthread_name\nthread_sort_index\n";

/// `name`, with a space behind it where it is a reserved one.
[[nodiscard]] inline std::string trace_name(std::string_view name) {
    std::string line = "\n";
    line += name;
    line += '\n';
    const bool is_reserved =
        name.find('\n') == std::string_view::npos && reserved_trace_names.find(line) != std::string_view::npos;
    line.pop_back();
    line.erase(0, 1);
    return is_reserved ? line + ' ' : line;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
