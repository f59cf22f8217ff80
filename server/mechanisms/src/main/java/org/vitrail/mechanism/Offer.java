package org.vitrail.mechanism;

import java.util.List;
import org.vitrail.contract.table.TableSchema;

/// What was decided without private data, in whatever its price is counted.
public interface Offer {
    /// The columns of the product.
    TableSchema product();

    /// What noise is added to what, one line each, with its standard deviation where that is public.
    List<String> noise();

    /// The mechanism in words, with author and year.
    String mechanism();

    /// The expected error in words, with its source.
    String expectedError();

    /// Rough running time in seconds.
    double secondsExpected();

    /// What the guarantee takes as public.
    List<String> assumedPublic();
}
