use pyo3::prelude::*;

/// Functions of spam that are written in Rust.
#[pymodule]
mod _core {
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;
    use pyo3::types::PyFloat;

    /// The arithmetic mean of numbers; of none at all the default, or ValueError without one.
    #[pyfunction]
    #[pyo3(signature = (values, default=None))]
    fn mean<'py>(
        values: &Bound<'py, PyAny>,
        default: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let mut sum = 0.0;
        let mut count = 0_u32;
        // A `Bound` releases its reference where it goes out of scope; `?` passes on a Python exception.
        for item in values.try_iter()? {
            sum += item?.extract::<f64>()?;
            count += 1;
        }
        if count > 0 {
            return Ok(PyFloat::new(values.py(), sum / f64::from(count)).into_any());
        }
        default.ok_or_else(|| PyValueError::new_err("mean of nothing"))
    }
}
