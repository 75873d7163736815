// SPDX-License-Identifier: BSL-1.0
// Decodes a histogram log with the Java library of HdrHistogram: java -cp hdrhistogram.jar HdrLogDecoder.java LOG [TAG].
// Without TAG, a line for each histogram: tag, start, end, the largest value by the conversion ratio, values and
// counts, percentiles 50, 95 and 99, separated by tabs. With TAG, what outputPercentileDistribution prints for the histogram of that tag.
import java.io.File;
import java.util.Locale;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.HistogramLogReader;

public class HdrLogDecoder {
    public static void main(String[] arguments) throws Exception {
        HistogramLogReader reader = new HistogramLogReader(new File(arguments[0]));
        for (EncodableHistogram next; (next = reader.nextIntervalHistogram()) != null;) {
            AbstractHistogram histogram = (AbstractHistogram) next;
            if (arguments.length == 1) {
                print(histogram);
            } else if (histogram.getTag().equals(arguments[1])) {
                histogram.outputPercentileDistribution(System.out, 1.0);
            }
        }
    }

    private static void print(AbstractHistogram histogram) {
        StringBuilder counts = new StringBuilder();
        double converted = 0;
        for (HistogramIterationValue value : histogram.recordedValues()) {
            counts.append(value.getValueIteratedTo()).append(':').append(value.getCountAtValueIteratedTo()).append(' ');
            converted = value.getDoubleValueIteratedTo();
        }
        System.out.printf(Locale.US, "%s\t%d\t%d\t%s\t%s\t%d %d %d%n", histogram.getTag(),
                histogram.getStartTimeStamp(), histogram.getEndTimeStamp(),
                converted, counts.toString().trim(), histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(95), histogram.getValueAtPercentile(99));
    }
}
